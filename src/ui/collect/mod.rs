//! The surveyor's pages (`#/collect`); an official's grid (`#/o/…`) is a respondent's page
//! with more in it, and so of this program too, whose weight no citizen carries.

use crate::app::Route;
use crate::platform::page as document;
use crate::ui::respond;

/// Draws the role that the location names.
pub fn field() {
    match Route::parse(&document::hash()) {
        Route::Home | Route::Respond(_) | Route::Collect(_) | Route::Analyse | Route::Manage | Route::Unknown(_) => respond::respond(),
    }
}
