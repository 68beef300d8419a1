package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lanes;

/** What a listener works with: who decides about publishers, where its threads come from, time. */
public record RtmpHost(PublisherGate gate, Lanes lanes, Clock clock) {}
