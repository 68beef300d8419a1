package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;

/**
 * What the parts of one stream share.
 *
 * @param api Gladia's HTTP side
 * @param dialer makes connections
 * @param lanes for timers
 * @param lane the stream's own lane: all its state belongs to it
 * @param clock for durations
 * @param tuning how patient to be
 * @param frameBytes bytes of one sample of all channels
 * @param bytesPerSecond of the audio
 */
record StreamTools(
    GladiaApi api,
    GladiaSocket.Dialer dialer,
    Lanes lanes,
    Lane lane,
    Clock clock,
    GladiaTuning tuning,
    int frameBytes,
    int bytesPerSecond) {}
