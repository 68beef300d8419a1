package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * What the connections of one listener share.
 *
 * @param strangers a place for each connection that does not publish yet
 * @param open every connection that has not ended
 */
record Reception(
    RtmpLimits limits,
    PublisherGate gate,
    Clock clock,
    Publishers publishers,
    Tally tally,
    Semaphore strangers,
    Set<RtmpConnection> open) {}
