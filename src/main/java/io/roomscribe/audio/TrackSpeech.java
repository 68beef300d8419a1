package io.roomscribe.audio;

/**
 * How much a track spoke during an interval.
 *
 * @param trackId the track
 * @param activeShare share of the interval with speech, 0..1
 * @param energy mean square of the active parts, relative to full scale squared
 */
public record TrackSpeech(String trackId, double activeShare, double energy) {}
