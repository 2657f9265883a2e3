/// Arithmetic on numbers that come from outside (a guest, a log, a record, a package): they can be anything, so that a sum stops at the end of
/// the range instead of trapping.
extension FixedWidthInteger {
    /// The sum, or the nearest number that there is.
    @inlinable
    package func plus(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the nearest number that there is: without a sign, 0.
    @inlinable
    package func minus(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// The product, or the nearest number that there is.
    @inlinable
    package func times(_ other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }

    /// The quotient, towards zero; nil for a division by zero.
    @inlinable
    package func over(_ other: Self) -> Self? {
        let (quotient, overflow) = dividedReportingOverflow(by: other)
        guard overflow else { return quotient }
        return other == 0 ? nil : .max
    }
}
