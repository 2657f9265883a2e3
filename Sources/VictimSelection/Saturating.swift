/// Arithmetic on numbers that a log states: they can be anything, so that a sum stops at the end of the range instead of trapping.
extension Int {
    /// The sum, or the nearest number that there is.
    package func plus(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the nearest number that there is.
    package func minus(_ other: Int) -> Int {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// The product, or the nearest number that there is.
    package func times(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }

    /// The quotient, towards zero; nil for a division by zero.
    package func over(_ other: Int) -> Int? {
        let (quotient, overflow) = dividedReportingOverflow(by: other)
        guard overflow else { return quotient }
        return other == 0 ? nil : .max
    }
}
