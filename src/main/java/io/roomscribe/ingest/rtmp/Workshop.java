package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.time.Duration;

/**
 * What every decoder works with.
 *
 * @param program the FFmpeg to run
 * @param lanes where its pipes are read
 * @param watch where it is looked after; nothing on this lane blocks
 * @param clock of the session, for arrival times
 * @param patience how long FFmpeg may take nothing, or give nothing for what it took
 */
record Workshop(DecoderProgram program, Lanes lanes, Lane watch, Clock clock, Duration patience) {}
