//! Who is asked: the round, evaluated units, strata, quotas.
