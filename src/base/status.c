/* Status names, and the one thread-local text that says what went wrong. */
#include <wom/base.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 1024 };

static _Thread_local char error_text[TEXT_SIZE];

wom_status
wom_fail(wom_status status, const char *format, ...)
{
    char text[TEXT_SIZE]; /* apart, because an argument may be the old error text */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    memcpy(error_text, text, sizeof text);
    return status;
}

wom_status
wom_fail_in(wom_status status, const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    if (status == WOM_OK) return status;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const int length = (int)strlen(text), room = TEXT_SIZE - 1 - length;
    snprintf(text + length, (size_t)room + 1, ": %.*s", room > 2 ? room - 2 : 0, error_text);
    memcpy(error_text, text, sizeof text);
    return status;
}

const char *
wom_error_text(void)
{
    return error_text;
}

const char *
wom_status_name(wom_status status)
{
    switch (status) {
    case WOM_OK: return "ok";
    case WOM_FAILED: return "failed";
    case WOM_INVALID: return "invalid";
    case WOM_NO_MEMORY: return "no memory";
    case WOM_TIMEOUT: return "timeout";
    case WOM_CANCELLED: return "cancelled";
    case WOM_UNPROVEN: return "unproven";
    }
    return "unknown status";
}
