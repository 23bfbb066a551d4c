/* Numbers with the digits they deserve. */
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DIGITS = 4 };

static cli_text
missing(void)
{
    return (cli_text){ "-" };
}

/* Commas between thousands, from 10,000 on. */
static cli_text
with_commas(const char *plain)
{
    cli_text result;
    const size_t sign = plain[0] == '-' || plain[0] == '+', digits = strspn(plain + sign, "0123456789");
    size_t n = 0;
    if (digits < 5) {
        snprintf(result.text, sizeof result.text, "%s", plain);
        return result;
    }
    for (size_t i = 0; i < sign + digits; i++) {
        if (i > sign && (sign + digits - i) % 3 == 0) result.text[n++] = ',';
        result.text[n++] = plain[i];
    }
    snprintf(result.text + n, sizeof result.text - n, "%s", plain + sign + digits);
    return result;
}

/* Rounded to whole multiples of 10^exponent; `sign` also where it is a plus. */
static cli_text
rounded(double x, int exponent, bool sign)
{
    char plain[64];
    if (!isfinite(x)) return isnan(x) ? missing() : (cli_text){ "infinite" };
    if (fabs(x) >= 1e15 || (x != 0 && exponent < -15))
        snprintf(plain, sizeof plain, sign ? "%+.3e" : "%.3e", x);
    else {
        const double unit = exponent > 0 ? pow(10, exponent) : 1;
        const double value = round(x / unit) * unit;
        snprintf(plain, sizeof plain, sign ? "%+.*f" : "%.*f", exponent < 0 ? -exponent : 0, exponent > 0 ? value : x);
    }
    if (strspn(plain, "-0.") == strlen(plain) && plain[0] == '-') return with_commas(plain + 1);
    return with_commas(plain);
}

static int
exponent_of(double x)
{
    return x == 0 || !isfinite(x) ? 0 : (int)floor(log10(fabs(x)));
}

cli_text
cli_count(uint64_t n)
{
    char plain[32];
    snprintf(plain, sizeof plain, "%llu", (unsigned long long)n);
    return with_commas(plain);
}

cli_text
cli_counted(uint64_t n, const char *one, const char *many)
{
    cli_text result;
    snprintf(result.text, sizeof result.text, "%.32s %.40s", cli_count(n).text, n == 1 ? one : many);
    return result;
}

/* Without the zeros that say nothing: 0.5 rather than 0.5000. */
static cli_text
without_zeros(cli_text number)
{
    size_t length = strlen(number.text);
    if (strchr(number.text, '.') == NULL || strchr(number.text, 'e') != NULL) return number;
    while (number.text[length - 1] == '0') length--;
    if (number.text[length - 1] == '.') length--;
    number.text[length] = '\0';
    return number;
}

cli_text
cli_real(double x)
{
    return without_zeros(rounded(x, exponent_of(x) - DIGITS + 1, false));
}

cli_text
cli_money(double x)
{
    return rounded(x, fabs(x - round(x)) < 0.005 ? 0 : -2, false);
}

/* A tenth of a per cent, or two digits where that says nothing. */
cli_text
cli_percent(double share)
{
    cli_text result;
    if (!isfinite(share)) return missing();
    const int exponent = share != 0 && fabs(share) < 0.01 ? exponent_of(100 * share) - 1 : -1;
    snprintf(result.text, sizeof result.text, "%.40s %%", rounded(100 * share, exponent, false).text);
    return result;
}

cli_text
cli_bound(double x, bool is_upper)
{
    const int exponent = exponent_of(x) - DIGITS + 1;
    const double unit = pow(10, exponent), towards = is_upper ? ceil(x / unit) : floor(x / unit);
    return isfinite(x) ? without_zeros(rounded(towards * unit, exponent, false)) : rounded(x, 0, false);
}

cli_text
cli_bytes(double bytes)
{
    static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
    cli_text result;
    uint32_t i = 0;
    for (; bytes >= 1000 && i < 4; i++) bytes /= 1024;
    snprintf(result.text, sizeof result.text, bytes < 10 && i > 0 ? "%.1f %s" : "%.0f %s", bytes, units[i]);
    return result;
}

cli_text
cli_date(double seconds)
{
    cli_text date = { "?" };
    struct tm parts;
    const time_t moment = (time_t)floor(seconds);
    if (gmtime_r(&moment, &parts) != NULL) strftime(date.text, sizeof date.text, "%Y-%m-%d", &parts);
    return date;
}

cli_text
cli_seconds(double seconds)
{
    cli_text result;
    char *text = result.text;
    const size_t size = sizeof result.text;
    if (!(seconds >= 0)) return missing();
    if (seconds < 9.95)
        snprintf(text, size, seconds < 0.995 ? "%.2f s" : "%.1f s", seconds);
    else if (seconds < 120)
        snprintf(text, size, "%.0f s", seconds);
    else if (seconds < 7200)
        snprintf(text, size, "%d min %d s", (int)seconds / 60, (int)seconds % 60);
    else
        snprintf(text, size, "%.0f h %d min", floor(seconds / 3600), (int)fmod(seconds, 3600) / 60);
    return result;
}

/* ---- Estimates ---- */

static double
half_width(const wom_estimate *estimate)
{
    return (estimate->high - estimate->low) / 2;
}

/* Two digits of the half width, and no more than DIGITS of the larger end. */
static int
last_digit(const wom_estimate *estimate)
{
    const double largest = fmax(fabs(estimate->value), fmax(fabs(estimate->low), fabs(estimate->high)));
    const int by_error = exponent_of(half_width(estimate)) - 1, by_size = exponent_of(largest) - DIGITS + 1;
    return by_error > by_size ? by_error : by_size;
}

static bool
has_error(const wom_estimate *estimate)
{
    return isfinite(half_width(estimate)) && half_width(estimate) > 0;
}

cli_text
cli_value(const wom_estimate *estimate)
{
    if (has_error(estimate)) return rounded(estimate->value, last_digit(estimate), false);
    return half_width(estimate) == 0 ? cli_money(estimate->value) : cli_real(estimate->value);
}

cli_text
cli_signed_value(const wom_estimate *estimate)
{
    if (has_error(estimate)) return rounded(estimate->value, last_digit(estimate), true);
    return rounded(estimate->value, exponent_of(estimate->value) - DIGITS + 1, estimate->value != 0);
}

cli_text
cli_interval(const wom_estimate *estimate)
{
    cli_text result = { "" };
    if (!has_error(estimate)) return result;
    const int digit = last_digit(estimate);
    snprintf(result.text, sizeof result.text, "[%.40s, %.40s]", rounded(estimate->low, digit, false).text,
             rounded(estimate->high, digit, false).text);
    return result;
}

wom_estimate
cli_scaled(const wom_estimate *estimate, double factor)
{
    return (wom_estimate){ .value = estimate->value * factor,
                           .standard_error = estimate->standard_error * factor,
                           .low = estimate->low * factor,
                           .high = estimate->high * factor,
                           .n = estimate->n };
}
