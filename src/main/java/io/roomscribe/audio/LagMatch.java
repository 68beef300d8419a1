package io.roomscribe.audio;

/**
 * Where two recordings match best.
 *
 * @param lag by which the second is later, in steps of what was compared
 * @param height of the correlation there, -1..1
 * @param runnerUp the highest correlation that is not near; 0 if that was not looked for
 */
record LagMatch(int lag, double height, double runnerUp) {}
