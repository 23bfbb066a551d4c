/* The only place that touches signals. */
#include "cli.h"

#include <signal.h>

volatile sig_atomic_t cli_stop_asked;

static void
ask_to_stop(int number)
{
    (void)number;
    cli_stop_asked = 1;
    signal(SIGINT, SIG_DFL); /* whoever asks again means at once */
    signal(SIGTERM, SIG_DFL);
}

static void catch (int number)
{
    struct sigaction action = { .sa_handler = ask_to_stop, .sa_flags = SA_RESTART }, before;
    /* A shell that starts wom in the background, or nohup, has asked to ignore it. */
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void
cli_catch_signals(void)
{
    catch (SIGINT);
    catch (SIGTERM);
    signal(SIGPIPE, SIG_DFL); /* end quietly when nobody reads on, also under programs that ignore it */
    signal(SIGXFSZ, SIG_IGN);
}
