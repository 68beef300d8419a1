package io.roomscribe.livekit;

import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.ChannelRoute;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import io.roomscribe.rooms.MicrophoneTrack;
import io.roomscribe.rooms.RoomGateway;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit as the rooms see it: one connection for the whole application, closed at its end.
 *
 * <p>A stateless CDI service and not a {@code @Stateless} EJB: its calls wait up to half a minute
 * for the network, so a pool of instances would only be one more thing to run out of; there is no
 * transaction to join; {@link GatewayException} must arrive unwrapped; and WildFly's MicroProfile
 * configuration has no EJB container.
 *
 * <p>Errors: {@link GatewayException}, also when LiveKit is not configured.
 */
@ApplicationScoped
public class LiveKitGateway implements RoomGateway {

  @Inject LiveKitSettings settings;
  @Inject Clock clock;

  private @Nullable LiveKitConnection connection;
  private @Nullable LiveKitRooms server;

  @PostConstruct
  void connect() {
    settings
        .access()
        .ifPresent(
            access -> {
              connection = new LiveKitConnection(access);
              server = new LiveKitRooms(connection, clock);
            });
  }

  @PreDestroy
  void disconnect() {
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public Optional<List<MicrophoneTrack>> microphones(String room) {
    return server().microphones(room);
  }

  @Override
  public List<EgressState> activeEgresses(String room) {
    return server().activeEgresses(room);
  }

  @Override
  public Optional<EgressState> egress(String room, String egressId) {
    return server().egress(room, egressId);
  }

  @Override
  public EgressState startTrackEgress(String room, String trackId, URI captureUrl) {
    return server().startTrackEgress(room, trackId, captureUrl);
  }

  @Override
  public EgressState startRoomEgress(String room, URI captureUrl, List<ChannelRoute> routes) {
    return server().startRoomEgress(room, captureUrl, routes);
  }

  @Override
  public boolean knowsRoomEgress() {
    return server().knowsRoomEgress();
  }

  @Override
  public EgressState startRoomComposite(String room, URI rtmpUrl) {
    return server().startRoomComposite(room, rtmpUrl);
  }

  @Override
  public void stopEgress(String egressId) {
    server().stopEgress(egressId);
  }

  @Override
  public List<String> rooms() {
    return server().rooms();
  }

  @Override
  public void probe() {
    server().probe();
  }

  private LiveKitRooms server() {
    if (server == null) {
      throw new GatewayException(
          Category.UNAUTHORIZED,
          "LIVEKIT_HTTP_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not all set");
    }
    return server;
  }
}
