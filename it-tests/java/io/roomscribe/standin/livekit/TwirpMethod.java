package io.roomscribe.standin.livekit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.function.BiFunction;

/**
 * One method of a Twirp service.
 *
 * @param service full name of the service, such as {@code livekit.Egress}
 * @param name name of the method
 * @param prototype an empty request
 * @param body answers a request under the caller's grants
 */
record TwirpMethod<R extends Message>(
    String service, String name, R prototype, BiFunction<R, AccessTokens.Grants, Message> body) {

  String path() {
    return "/twirp/" + service + "/" + name;
  }

  Message answer(Message request, AccessTokens.Grants grants) {
    @SuppressWarnings("unchecked") // it was built from the prototype
    R typed = (R) request;
    return body.apply(typed, grants);
  }

  /** The room a request is about; empty if it names none. */
  static String room(Message request) {
    for (String name : new String[] {"room", "room_name"}) {
      FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
      if (field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        return (String) request.getField(field);
      }
    }
    return "";
  }
}
