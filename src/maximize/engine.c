/* Marginal gains on common worlds, by whichever way the dynamics allows. */
#include "engine.h"

wom_status
wom_engine_open(wom_engine *engine, wom_job *job, const wom_admissible *admissible, uint32_t num_worlds)
{
    *engine = (wom_engine){ 0 };
    if (admissible->problem->chances->dynamics->additive) {
        WOM_TRY(wom_worlds_create(&engine->worlds, job, admissible, num_worlds));
        engine->oracle = wom_worlds_oracle(engine->worlds);
    } else {
        WOM_TRY(wom_replay_create(&engine->replay, job, admissible, num_worlds));
        engine->oracle = wom_replay_oracle(engine->replay);
    }
    return WOM_OK;
}

void
wom_engine_close(wom_engine *engine)
{
    wom_worlds_free(engine->worlds);
    wom_replay_free(engine->replay);
    *engine = (wom_engine){ 0 };
}
