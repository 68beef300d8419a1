package io.roomscribe.rooms;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a session needs of the conferencing server.
 *
 * <p>Threading: every method blocks on the network (seconds; starting an egress up to half a
 * minute) and is called from blocking lanes only.
 *
 * <p>Errors: {@link GatewayException}, whose category says what to do.
 */
public interface RoomGateway {

  /**
   * The microphones that can be captured now: audio tracks of people, without egress and agent
   * participants and without end-to-end-encrypted tracks.
   *
   * @return empty when the server knows no such room
   */
  Optional<List<MicrophoneTrack>> microphones(String room);

  /** The egresses of the room that have not ended. */
  List<EgressState> activeEgresses(String room);

  /** One egress, ended or not; empty when the server has forgotten it. */
  Optional<EgressState> egress(String room, String egressId);

  /**
   * Starts Track Egress of one track to our WebSocket. Not idempotent: see activeEgresses first.
   */
  EgressState startTrackEgress(String room, String trackId, URI captureUrl);

  /**
   * Starts one egress of the whole room to our WebSocket. Not idempotent: see activeEgresses first.
   *
   * @param routes who is heard on which channel; empty: everybody on both
   * @throws GatewayException of category UNSUPPORTED when the server is too old for it, which
   *     {@link #knowsRoomEgress} says from then on
   */
  EgressState startRoomEgress(String room, URI captureUrl, List<ChannelRoute> routes);

  /**
   * Whether startRoomEgress is worth a try: the server is not remembered to be too old for it.
   * Forgotten after a while, because servers are upgraded. Does not block.
   */
  boolean knowsRoomEgress();

  /**
   * Starts one egress of the whole room, audio only, that publishes by RTMP. Not idempotent: see
   * activeEgresses first.
   *
   * @param rtmpUrl holds the publisher's key: never log
   */
  EgressState startRoomComposite(String room, URI rtmpUrl);

  /** Stops an egress; that it has ended already is success. */
  void stopEgress(String egressId);

  /** The names of the rooms that are open now. */
  List<String> rooms();

  /** Asks the server whether it is there and takes our key. */
  void probe();
}
