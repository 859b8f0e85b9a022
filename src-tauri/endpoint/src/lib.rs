//! Aside: endpoint.
