package io.roomscribe.rooms;

import io.roomscribe.lanes.Lane;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a session captures.
 *
 * @param requested as asked for
 * @param lane the session's control lane
 * @param patience with egresses
 * @param switchBackAfter how long a plan must have been better before it is switched to
 * @param egressDelay how much later than spoken audio arrives here
 * @param missing hears of audio that was given up or never captured
 * @param changed runs after a step that was not asked for
 */
record CaptureSetup(
    CaptureMode requested,
    Lane lane,
    EgressWatch.Patience patience,
    Duration switchBackAfter,
    Duration egressDelay,
    Consumer<AudioGap> missing,
    Runnable changed) {}
