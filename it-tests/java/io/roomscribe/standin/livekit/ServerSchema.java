package io.roomscribe.standin.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitEgress;
import livekit.LivekitEgress.AudioConfig;
import livekit.LivekitEgress.AudioRoute;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitWebhook;

/**
 * The messages as livekit-server v1.13.5 knows them, where the classes of io.livekit:livekit-server
 * 0.13.0 are of another time: {@code AudioConfig} has {@code capture_all} as its field 1 and {@code
 * routes} as its field 2 (the classes have {@code routes} as field 1, which the server does not
 * read), and {@code EgressInfo} has {@code egress} with the request of StartEgress. The classes
 * carry such fields along unread.
 *
 * <p>Source: livekit/protocol v1.50.1 protobufs/livekit_egress.proto.
 */
final class ServerSchema {

  private static final int CAPTURE_ALL = 1;
  private static final int ROUTES = 2;
  private static final int EGRESS_REQUEST = 29;

  private static final FileDescriptor EGRESS = egress();
  private static final FileDescriptor WEBHOOK = dependent(LivekitWebhook.getDescriptor());

  private ServerSchema() {}

  /** The same message with every field that the server knows. */
  static Message asServerKnows(Message message) {
    Descriptor known = message.getDescriptorForType();
    FileDescriptor file =
        known.getFile() == LivekitEgress.getDescriptor()
            ? EGRESS
            : known.getFile() == LivekitWebhook.getDescriptor() ? WEBHOOK : null;
    if (file == null) {
      return message;
    }
    try {
      return DynamicMessage.parseFrom(
          file.findMessageTypeByName(known.getName()), message.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("it was a message a moment ago", e);
    }
  }

  /** Reads a message of the server's schema from JSON. */
  static Message.Builder reader(Message prototype) {
    Descriptor known = prototype.getDescriptorForType();
    return known.getFile() == LivekitEgress.getDescriptor()
        ? DynamicMessage.newBuilder(EGRESS.findMessageTypeByName(known.getName()))
        : prototype.newBuilderForType();
  }

  /** True if the audio of a request is all that there is. */
  static boolean capturesAll(AudioConfig audio) {
    return audio.getUnknownFields().getField(CAPTURE_ALL).getVarintList().stream()
        .anyMatch(value -> value != 0);
  }

  /** The routes of a request. */
  static List<AudioRoute> routes(AudioConfig audio) {
    List<AudioRoute> routes = new ArrayList<>();
    for (ByteString bytes : audio.getUnknownFields().getField(ROUTES).getLengthDelimitedList()) {
      try {
        routes.add(AudioRoute.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new TwirpException(
            TwirpException.Code.MALFORMED, "the protobuf request could not be decoded");
      }
    }
    return routes;
  }

  /** An EgressInfo with nothing but a request for StartEgress in it. */
  static EgressInfo info(StartEgressRequest request) {
    UnknownFieldSet.Field bytes =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(request.toByteString()).build();
    return EgressInfo.newBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(EGRESS_REQUEST, bytes).build())
        .build();
  }

  private static FileDescriptor egress() {
    FileDescriptorProto.Builder file = LivekitEgress.getDescriptor().toProto().toBuilder();
    DescriptorProto.Builder audio =
        file.getMessageTypeBuilder(AudioConfig.getDescriptor().getIndex());
    audio.getFieldBuilder(0).setNumber(ROUTES);
    audio.addField(
        FieldDescriptorProto.newBuilder()
            .setName("capture_all")
            .setJsonName("captureAll")
            .setNumber(CAPTURE_ALL)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setType(FieldDescriptorProto.Type.TYPE_BOOL)
            .build());
    DescriptorProto.Builder info =
        file.getMessageTypeBuilder(EgressInfo.getDescriptor().getIndex());
    info.addField(
        FieldDescriptorProto.newBuilder()
            .setName("egress")
            .setJsonName("egress")
            .setNumber(EGRESS_REQUEST)
            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName(".livekit.StartEgressRequest")
            .setOneofIndex(
                EgressInfo.getDescriptor().findFieldByName("track").getContainingOneof().getIndex())
            .build());
    return build(file.build(), LivekitEgress.getDescriptor());
  }

  private static FileDescriptor dependent(FileDescriptor file) {
    return build(file.toProto(), file);
  }

  private static FileDescriptor build(FileDescriptorProto file, FileDescriptor old) {
    FileDescriptor[] dependencies =
        old.getDependencies().stream()
            .map(each -> each == LivekitEgress.getDescriptor() ? EGRESS : each)
            .toArray(FileDescriptor[]::new);
    try {
      return FileDescriptor.buildFrom(file, dependencies);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the field fits no more", e);
    }
  }
}
