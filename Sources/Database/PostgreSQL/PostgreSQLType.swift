#if PostgreSQL

/// The types that are read and written, by their object identifiers in `pg_type.dat`.
enum PostgreSQLType: UInt32 {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case oid = 26
    case float4 = 700
    case float8 = 701
    case unknown = 705
    case bpchar = 1042
    case varchar = 1043
    case numeric = 1700
    case void = 2278
}

#endif
