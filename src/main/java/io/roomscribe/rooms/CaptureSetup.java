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
 * @param missing hears of audio that was given up
 * @param changed runs after a step that was not asked for
 */
record CaptureSetup(
    CaptureMode requested,
    Lane lane,
    EgressWatch.Patience patience,
    Duration switchBackAfter,
    Consumer<AudioGap> missing,
    Runnable changed) {}
