# Reads the rows of script/bench, one JSON object a line, and formats numbers.

function field(name,    start) {
    if (!match($0, "\"" name "\":(\"[^\"]*\"|[^,}]*)")) return ""
    start = RSTART + length(name) + 3
    return substr($0, start, RSTART + RLENGTH - start)
}

function text(name,    value) {
    value = field(name)
    gsub(/"/, "", value)
    return value
}

# Sorts values[1..n].
function order(values, n,    i, j, one) {
    for (i = 2; i <= n; i++) {
        one = values[i]
        for (j = i - 1; j > 0 && values[j] > one; j--) values[j + 1] = values[j]
        values[j + 1] = one
    }
}

# The median of a list of numbers in a string; sets lowest and highest.
function median(list,    values, n, i) {
    n = split(list, values, " ")
    if (n == 0) return -1
    for (i = 1; i <= n; i++) values[i] += 0
    order(values, n)
    lowest = values[1]
    highest = values[n]
    return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

function grouped(number,    digits, result) {
    digits = sprintf("%.0f", number)
    while (length(digits) > 3) {
        result = "," substr(digits, length(digits) - 2) result
        digits = substr(digits, 1, length(digits) - 3)
    }
    return digits result
}

function few(value) { return value >= 100 ? grouped(value) : sprintf(value >= 10 ? "%.1f" : "%.2f", value) }
