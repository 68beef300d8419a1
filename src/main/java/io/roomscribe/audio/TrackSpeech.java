package io.roomscribe.audio;

/**
 * How much a track spoke during an interval.
 *
 * <p>A moment counts as speech of a track if its level rose above the track's own background and no
 * other track was more than 15 dB louder at that moment: a neighbour's voice in this microphone is
 * no speech of this track. The rules and their numbers are in {@link SpeechDetector} and {@link
 * RoomActivity}. Tracks are compared by energy times activeShare.
 *
 * @param trackId the track
 * @param activeShare share of the interval with speech, 0..1
 * @param energy mean square of the active parts, relative to full scale squared, to half a decibel
 */
public record TrackSpeech(String trackId, double activeShare, double energy) {}
