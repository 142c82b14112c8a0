//! The aggregate table as CSV: one row per domain and subject.

use std::collections::BTreeMap;

use crate::base::Lang;
use crate::disclosure::{Released, Table};

/// How a CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// What a Vietnamese Excel opens with a double click: BOM, `;`, decimal comma, CRLF.
    #[default]
    ExcelVi,
    /// RFC 4180: `,`, full stop, CRLF, no BOM.
    Plain,
}

/// Names to stand beside codes; a code without a name stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Names of units by code.
    pub units: BTreeMap<String, String>,
    /// Texts of statements, factors and parts by id.
    pub subjects: BTreeMap<String, String>,
}

/// The bytes of the file.
pub fn write(_table: &Released<Table>, _names: &Names, _dialect: Dialect, _lang: Lang) -> Vec<u8> {
    todo!()
}
