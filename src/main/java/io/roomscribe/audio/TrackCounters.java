package io.roomscribe.audio;

/**
 * What became of a track's samples, in mono samples at 48 kHz.
 *
 * <p>They add up: received = mixed + droppedInSilence + droppedInSpeech + overflowed + handedOver +
 * what the ring still holds for the mix. From the track's first sample to its last, mixed +
 * invented is the length of the session's clock.
 *
 * @param received decoded from the wire
 * @param mixed placed in the mix
 * @param invented put in: silence because nothing had arrived or to wait for a sample's place, and
 *     single samples that stretch speech to its source's slower clock
 * @param droppedInSilence left out of pauses to catch up
 * @param droppedInSpeech left out of speech to catch up, by squeezing (200 ppm of drift are 9.6
 *     samples a second) or by a cut
 * @param overflowed dropped because the ring was full
 * @param handedOver not mixed, because another capture had the same sound before or after a {@link
 *     HandOver}
 */
public record TrackCounters(
    long received,
    long mixed,
    long invented,
    long droppedInSilence,
    long droppedInSpeech,
    long overflowed,
    long handedOver) {}
