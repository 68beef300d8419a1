package io.roomscribe.bench.ingest;

import com.google.protobuf.Message;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;

/**
 * As much of LiveKit as a load needs: rooms of people with microphones, and egresses that dial.
 *
 * <p>It checks no token and knows no error. Threading: safe from any thread.
 */
final class LiveKitDouble implements AutoCloseable {

  private static final int DIALERS = 8;

  /** Opens the connection of an egress; blocks. */
  interface Dialler {
    void dial(URI url, String room, int track) throws IOException;
  }

  private final Map<String, Integer> tracksByRoom = new ConcurrentSkipListMap<>();
  private final Map<String, EgressInfo> egresses = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final ExecutorService dialers = Executors.newFixedThreadPool(DIALERS);
  private final Dialler dialler;
  private final Undertow server;
  private volatile boolean brief;

  LiveKitDouble(Dialler dialler) {
    this.dialler = dialler;
    this.server =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(DIALERS)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(new BlockingHandler(this::answer))
            .build();
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port(server));
  }

  static int port(Undertow server) {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  void open(String room, int tracks) {
    tracksByRoom.put(room, tracks);
  }

  /** In each room there is a microphone, which is gone as soon as its egress is asked for. */
  void soundBriefly() {
    brief = true;
    tracksByRoom.replaceAll((room, tracks) -> 1);
  }

  /** Rooms with a microphone. */
  long soundingRooms() {
    return tracksByRoom.values().stream().filter(tracks -> tracks > 0).count();
  }

  /** Dials that failed. */
  int failures() {
    return failures.get();
  }

  @Override
  public void close() {
    server.stop();
    dialers.shutdownNow();
  }

  private void answer(HttpServerExchange exchange) throws IOException {
    byte[] body = exchange.getInputStream().readAllBytes();
    String method = exchange.getRequestPath().replaceFirst(".*/", "");
    Message answer =
        switch (method) {
          case "ListRooms" -> rooms(ListRoomsRequest.parseFrom(body));
          case "ListParticipants" -> people(ListParticipantsRequest.parseFrom(body));
          case "StartTrackEgress" -> start(TrackEgressRequest.parseFrom(body));
          case "ListEgress" -> list(ListEgressRequest.parseFrom(body));
          case "StopEgress" -> egresses.remove(StopEgressRequest.parseFrom(body).getEgressId());
          default -> throw new IOException("unknown method " + method);
        };
    exchange
        .getResponseHeaders()
        .put(io.undertow.util.Headers.CONTENT_TYPE, "application/protobuf");
    exchange.getResponseSender().send(ByteBuffer.wrap(answer.toByteArray()));
  }

  private ListRoomsResponse rooms(ListRoomsRequest request) {
    ListRoomsResponse.Builder found = ListRoomsResponse.newBuilder();
    tracksByRoom.keySet().stream()
        .filter(name -> request.getNamesCount() == 0 || request.getNamesList().contains(name))
        .forEach(name -> found.addRooms(Room.newBuilder().setName(name).setSid("RM_" + name)));
    return found.build();
  }

  private ListParticipantsResponse people(ListParticipantsRequest request) {
    ListParticipantsResponse.Builder people = ListParticipantsResponse.newBuilder();
    for (int i = 0; i < tracksByRoom.getOrDefault(request.getRoom(), 0); i++) {
      TrackInfo microphone =
          TrackInfo.newBuilder()
              .setSid("TR_" + request.getRoom() + "_" + i)
              .setType(TrackType.AUDIO)
              .setSource(TrackSource.MICROPHONE)
              .build();
      people.addParticipants(
          ParticipantInfo.newBuilder()
              .setSid("PA_" + request.getRoom() + "_" + i)
              .setIdentity("person-" + i)
              .setName("Person " + i)
              .setState(ParticipantInfo.State.ACTIVE)
              .addTracks(microphone));
    }
    return people.build();
  }

  private EgressInfo start(TrackEgressRequest request) {
    EgressInfo info =
        EgressInfo.newBuilder()
            .setEgressId("EG_" + numbers.incrementAndGet())
            .setRoomName(request.getRoomName())
            .setStatus(EgressStatus.EGRESS_ACTIVE)
            .setTrack(request)
            .build();
    egresses.put(info.getEgressId(), info);
    if (brief) {
      tracksByRoom.put(request.getRoomName(), 0);
    }
    int track = Integer.parseInt(request.getTrackId().replaceFirst(".*_", ""));
    dialers.execute(
        () -> {
          try {
            dialler.dial(URI.create(request.getWebsocketUrl()), request.getRoomName(), track);
          } catch (IOException e) {
            failures.incrementAndGet();
            System.err.println("An egress cannot dial: " + e.getMessage());
          }
        });
    return info;
  }

  private ListEgressResponse list(ListEgressRequest request) {
    ListEgressResponse.Builder found = ListEgressResponse.newBuilder();
    egresses.values().stream()
        .filter(info -> info.getRoomName().equals(request.getRoomName()))
        .filter(
            info ->
                request.getEgressId().isEmpty() || info.getEgressId().equals(request.getEgressId()))
        .forEach(found::addItems);
    return found.build();
  }
}
