package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.EgressState.Status;
import java.time.Instant;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.Output;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.TrackEgressRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressStatesTest {

  private static final String URL = "ws://h/egress/audio/s1/TR_x?token=t";

  private static EgressInfo.Builder info(EgressStatus status) {
    return EgressInfo.newBuilder()
        .setEgressId("EG_1")
        .setRoomName("standup")
        .setStatus(status)
        .setStartedAt(5)
        .setTrack(TrackEgressRequest.newBuilder().setTrackId("TR_x").setWebsocketUrl(URL))
        .addStreamResults(StreamInfo.newBuilder().setUrl(URL));
  }

  @ParameterizedTest
  @CsvSource({
    "EGRESS_STARTING,STARTING,false", "EGRESS_ACTIVE,ACTIVE,false",
    "EGRESS_ENDING,ENDING,false", "EGRESS_COMPLETE,COMPLETE,true",
    "EGRESS_FAILED,FAILED,true", "EGRESS_ABORTED,ABORTED,true",
    "EGRESS_LIMIT_REACHED,LIMIT_REACHED,true"
  })
  void of_eachStatus_isTranslated(EgressStatus given, Status expected, boolean terminal) {
    Status status = EgressStates.of(info(given).build()).status();
    assertThat(status).isEqualTo(expected);
    assertThat(status.isTerminal()).isEqualTo(terminal);
  }

  @Test
  void of_statusOfANewerServer_isTerminalOnlyWithAnEnd() {
    EgressInfo.Builder future = info(EgressStatus.EGRESS_ACTIVE).setStatusValue(42);
    assertThat(EgressStates.of(future.build()).status()).isEqualTo(Status.ACTIVE);
    assertThat(EgressStates.of(future.setEndedAt(9).build()).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void of_trackEgress_carriesTrackRoomAndUrl() {
    assertThat(EgressStates.of(info(EgressStatus.EGRESS_STARTING).build()))
        .isEqualTo(new EgressState("EG_1", "standup", "TR_x", URL, Status.STARTING, null, ""));
  }

  @Test
  void of_redactedRequest_takesTheUrlFromTheStream() {
    EgressInfo.Builder redacted = info(EgressStatus.EGRESS_ACTIVE);
    redacted.getTrackBuilder().setWebsocketUrl("ws://h/egress/audio/s1/TR_x?token={...}");
    assertThat(EgressStates.of(redacted.build()).captureUrl()).isEqualTo(URL);
    assertThat(EgressStates.of(redacted.clearStreamResults().build()).captureUrl())
        .isEqualTo("ws://h/egress/audio/s1/TR_x?token={...}");
  }

  @Test
  void of_otherKindOfEgress_hasNoTrack() {
    EgressInfo composite =
        EgressInfo.newBuilder()
            .setEgressId("EG_2")
            .setRoomComposite(RoomCompositeEgressRequest.newBuilder().setRoomName("standup"))
            .build();
    EgressState state = EgressStates.of(composite);
    assertThat(state.trackId()).isEmpty();
    assertThat(state.captureUrl()).isEmpty();
  }

  @Test
  void of_roomComposite_carriesTheRtmpUrlAsShown() {
    String shown = "rtmp://h:1935/live/{s1a...xyz}";
    EgressInfo.Builder composite =
        EgressInfo.newBuilder()
            .setEgressId("EG_2")
            .setRoomComposite(
                RoomCompositeEgressRequest.newBuilder()
                    .addStreamOutputs(StreamOutput.newBuilder().addUrls(shown)));
    assertThat(EgressStates.of(composite.build()).captureUrl()).isEqualTo(shown);
    composite.addStreamResults(StreamInfo.newBuilder().setUrl(shown));
    assertThat(EgressStates.of(composite.build()).captureUrl()).isEqualTo(shown);
  }

  @Test
  void of_roomEgress_carriesTheUrlOfTheRequestThatTheSdkDoesNotKnow() {
    String url = "ws://h/egress/audio/s1/room-1?token=";
    StartEgressRequest request =
        StartEgressRequest.newBuilder()
            .setRoomName("standup")
            .addOutputs(
                Output.newBuilder().setStream(StreamOutput.newBuilder().addUrls(url + "{...}")))
            .build();
    EgressInfo.Builder room =
        EgressInfo.newBuilder()
            .setEgressId("EG_3")
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        29,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(request.toByteString())
                            .build())
                    .build());
    assertThat(EgressStates.of(room.build()).captureUrl()).isEqualTo(url + "{...}");
    room.addStreamResults(StreamInfo.newBuilder().setUrl(url + "t"));
    assertThat(EgressStates.of(room.build()).captureUrl()).isEqualTo(url + "t");
  }

  @Test
  void of_activeEgress_startsAtTheStreamsTimeNotTheProcess() {
    EgressInfo.Builder active = info(EgressStatus.EGRESS_ACTIVE);
    active.getStreamResultsBuilder(0).setStartedAt(1_700_000_000_123_456_789L);
    assertThat(EgressStates.of(active.build()).startedAt())
        .isEqualTo(Instant.parse("2023-11-14T22:13:20.123456789Z"));
    assertThat(EgressStates.of(info(EgressStatus.EGRESS_ACTIVE).build()).startedAt()).isNull();
  }

  @Test
  void of_failure_saysWhyWithoutTheToken() {
    assertThat(
            EgressStates.of(
                    info(EgressStatus.EGRESS_FAILED).setError("dial " + URL + ": refused").build())
                .error())
        .contains("refused")
        .doesNotContain("token");
    assertThat(
            EgressStates.of(
                    info(EgressStatus.EGRESS_FAILED)
                        .setError("could not publish to rtmp://h/live/s1?key=secret: refused")
                        .build())
                .error())
        .contains("refused")
        .doesNotContain("secret");
    assertThat(
            EgressStates.of(
                    info(EgressStatus.EGRESS_ABORTED)
                        .setDetails("End reason: Source closed")
                        .build())
                .error())
        .isEqualTo("End reason: Source closed");
    assertThat(
            EgressStates.of(
                    info(EgressStatus.EGRESS_COMPLETE)
                        .setDetails("End reason: StopEgress API")
                        .build())
                .error())
        .isEmpty();
  }
}
