package io.roomscribe.audio;

/**
 * What became of a track's samples, in mono samples at 48 kHz.
 *
 * @param received decoded from the wire
 * @param mixed placed in the mix
 * @param invented silence mixed because nothing had arrived
 * @param droppedInSilence left out of pauses to catch up
 * @param droppedInSpeech left out of speech to catch up
 * @param overflowed dropped because the ring was full
 */
public record TrackCounters(
    long received,
    long mixed,
    long invented,
    long droppedInSilence,
    long droppedInSpeech,
    long overflowed) {}
