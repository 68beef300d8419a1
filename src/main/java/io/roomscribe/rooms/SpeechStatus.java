package io.roomscribe.rooms;

import org.jspecify.annotations.Nullable;

/**
 * How speech-to-text is doing.
 *
 * @param state IDLE, CONNECTING, OPEN, TROUBLE, PARKED, FINISHING or ENDED
 * @param detail what the trouble is; empty when there is none
 * @param providerSessionId null before the service answered
 * @param heardSamples of the room, silence included
 * @param refusedSamples that found the journal full
 * @param billedSamples that the service has taken
 * @param waitingSamples that it has not
 */
record SpeechStatus(
    String state,
    String detail,
    @Nullable String providerSessionId,
    long heardSamples,
    long refusedSamples,
    long billedSamples,
    long waitingSamples) {

  static final SpeechStatus IDLE = new SpeechStatus("IDLE", "", null, 0, 0, 0, 0);
}
