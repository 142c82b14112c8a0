//! Pure state machines of the roles: model, event -> effects; the routes.
