package io.roomscribe.standin.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Twirp over HTTP: finds the method, checks the token, reads and writes protobuf or JSON.
 *
 * <p>Threading: on HTTP worker threads; blocking.
 *
 * <p>Source: the Twirp wire protocol, version 7; answers of a running livekit-server v1.13.5.
 */
final class TwirpHandler implements HttpHandler {

  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/protobuf";
  private static final JsonFormat.Parser JSON_PARSER = JsonFormat.parser().ignoringUnknownFields();
  private static final JsonFormat.Printer JSON_PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  private final Map<String, TwirpMethod<?>> methods;
  private final AccessTokens tokens;
  private final ApiFaults faults;
  private final CallLog calls;

  TwirpHandler(
      Collection<TwirpMethod<?>> methods, AccessTokens tokens, ApiFaults faults, CallLog calls) {
    this.methods =
        methods.stream().collect(Collectors.toMap(TwirpMethod::path, Function.identity()));
    this.tokens = tokens;
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    try {
      if (faults.isUnavailable()) {
        text(exchange, 503, "Service Unavailable");
        return;
      }
      String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
      AccessTokens.Grants grants = tokens.grants(authorization);
      if (faults.rejectsTokens()) {
        throw new AccessTokens.Refusal("invalid API key: " + tokens.apiKey());
      }
      if (exchange.getRequestPath().equals("/")) {
        text(exchange, 200, "OK");
      } else if (isServed(exchange.getRequestPath())) {
        answer(exchange, grants);
      } else {
        text(exchange, 404, "404 page not found\n");
      }
    } catch (AccessTokens.Refusal e) {
      text(exchange, 401, e.getMessage());
    } catch (TwirpException e) {
      send(exchange, e.status(), JSON, e.body().getBytes(StandardCharsets.UTF_8));
    } catch (AnswerLost e) {
      pause(e.after);
      exchange.getConnection().close();
    }
  }

  private boolean isServed(String path) {
    String service = path.substring(0, path.lastIndexOf('/') + 1);
    return service.length() > "/twirp/".length()
        && methods.keySet().stream().anyMatch(each -> each.startsWith(service));
  }

  private void answer(HttpServerExchange exchange, AccessTokens.Grants grants) throws IOException {
    TwirpMethod<?> method = route(exchange);
    String type = contentType(exchange);
    byte[] body = exchange.getInputStream().readAllBytes();
    Message request = type.equals(JSON) ? fromJson(method, body) : fromProtobuf(method, body);
    Message response;
    try {
      response = method.answer(request, grants);
    } catch (TwirpException e) {
      record(method, request, e.status());
      throw e;
    } catch (AnswerLost e) {
      record(method, request, 200);
      throw e;
    }
    record(method, request, 200);
    byte[] bytes =
        type.equals(JSON)
            ? JSON_PRINTER
                .print(ServerSchema.asServerKnows(response))
                .getBytes(StandardCharsets.UTF_8)
            : response.toByteArray();
    send(exchange, 200, type, bytes);
  }

  private TwirpMethod<?> route(HttpServerExchange exchange) {
    HttpString verb = exchange.getRequestMethod();
    String path = exchange.getRequestPath();
    String route = verb + " " + path;
    if (!verb.equalToString("POST")) {
      throw TwirpException.badRoute(
          "unsupported method \"" + verb + "\" (only POST is allowed)", route);
    }
    TwirpMethod<?> method = methods.get(path);
    if (method == null || isTooNew(method)) {
      throw TwirpException.badRoute("no handler for path \"" + path + "\"", route);
    }
    String type = contentType(exchange);
    if (!type.equals(JSON) && !type.equals(PROTOBUF)) {
      throw TwirpException.badRoute("unexpected Content-Type: \"" + type + "\"", route);
    }
    return method;
  }

  private boolean isTooNew(TwirpMethod<?> method) {
    return faults.isOlderServer() && method.name().equals("StartEgress");
  }

  private static String contentType(HttpServerExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    return type == null ? "" : type.replaceFirst(";.*", "").strip();
  }

  private static Message fromJson(TwirpMethod<?> method, byte[] body) {
    Message.Builder builder = ServerSchema.reader(method.prototype());
    try {
      JSON_PARSER.merge(new String(body, StandardCharsets.UTF_8), builder);
      return method.prototype().getParserForType().parseFrom(builder.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new TwirpException(
          TwirpException.Code.MALFORMED, "the json request could not be decoded");
    }
  }

  private static Message fromProtobuf(TwirpMethod<?> method, byte[] body) {
    try {
      return method.prototype().getParserForType().parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new TwirpException(
          TwirpException.Code.MALFORMED, "the protobuf request could not be decoded");
    }
  }

  private void record(TwirpMethod<?> method, Message request, int status) {
    calls.add(new CallLog.Call(method.name(), TwirpMethod.room(request), request, status));
  }

  private static void text(HttpServerExchange exchange, int status, String body) {
    send(exchange, status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpServerExchange exchange, int status, String type, byte[] body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  /** Waits as a slow server does. */
  static void pause(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The call has been carried out, but its answer is to be lost. */
  static final class AnswerLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration after;

    AnswerLost(Duration after) {
      super("the connection is cut after " + after);
      this.after = after;
    }
  }
}
