package io.roomscribe.rooms;

/**
 * A microphone that can be captured.
 *
 * @param trackId the track's SID; a republished microphone has a new one
 * @param identity the participant's identity, unique in the room
 * @param name the participant's display name, or the identity where there is none
 * @param muted muted by its owner now; such a track sends silence
 */
public record MicrophoneTrack(String trackId, String identity, String name, boolean muted) {}
