package io.roomscribe.audio;

/**
 * How a room is mixed.
 *
 * @param blockMs length of one mixed block, 20..500 ms, a multiple of 10
 * @param jitterTargetMs how far behind its arrival a track is placed, so that jitter does not tear
 *     it
 * @param ringMs audio that a track may hold before the oldest is dropped
 * @param activityHistoryMs how long it is remembered who spoke when
 */
public record MixerSettings(int blockMs, int jitterTargetMs, int ringMs, int activityHistoryMs) {}
