/// Mistakes in the order of the parameters.
extension SignatureTransformation {
    static let order = [
        SignatureTransformation(
            .unsorted, "unsorted", .parameters,
            "the client did not sort the parameters: sort them by their percent-encoded names, then values (3.4.1.3.2)"
        ) { request in [request.sorted(.asSent), request.sorted(.asSentHeaderLast)] },
        SignatureTransformation(
            .sortedAsPairs, "sorted_as_pairs", .parameters,
            "the client sorted strings like name=value: sort by the names, and by the values of equal names (3.4.1.3.2)"
        ) { request in [request.sorted(.pairs)] },
        SignatureTransformation(
            .sortedDecoded, "sorted_decoded", .parameters,
            "the client sorted the parameters before it encoded them: percent-encode first, then sort (3.4.1.3.2)"
        ) { request in [request.sorted(.decoded)] },
        SignatureTransformation(
            .sortedIgnoringCase, "sorted_ignoring_case", .parameters,
            "the client sorted the parameters without regard to case: compare their bytes (3.4.1.3.2)"
        ) { request in [request.sorted(.ignoringCase)] },
        SignatureTransformation(
            .sortedByNameOnly, "sorted_by_name_only", .parameters,
            "the client sorted by the names only: parameters of one name are sorted by their values (3.4.1.3.2)"
        ) { request in [request.sorted(.nameOnly)] },
    ]
}

extension SignedRequest {
    fileprivate func sorted(_ sorting: ParameterSorting) -> SignedRequest { changed { $0.sorting = sorting } }
}
