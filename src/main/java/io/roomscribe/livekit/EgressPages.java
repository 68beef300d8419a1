package io.roomscribe.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitModels.TokenPagination;

/**
 * Lists egresses page by page. The SDK's messages do not have the page tokens yet, so they are read
 * and written as unknown fields.
 *
 * <p>Source: livekit_egress.proto, ListEgressRequest.page_token = 4 and
 * ListEgressResponse.next_page_token = 2, both of TokenPagination.
 */
final class EgressPages {

  private static final int PAGE_TOKEN = 4;
  private static final int NEXT_PAGE_TOKEN = 2;

  /** More pages than any room's egresses fill; against a server that never ends. */
  private static final int MOST_PAGES = 100;

  private final LiveKitConnection connection;

  EgressPages(LiveKitConnection connection) {
    this.connection = connection;
  }

  /** All egresses that the request asks for. */
  List<EgressInfo> all(ListEgressRequest first) {
    List<EgressInfo> found = new ArrayList<>();
    ListEgressRequest request = first;
    for (int page = 0; page < MOST_PAGES; page++) {
      ListEgressResponse response =
          Answers.of(
              "ListEgress",
              connection.egressService().listEgress(request, connection.egressAuthorization()));
      found.addAll(response.getItemsList());
      ByteString next = nextPage(response);
      if (next.isEmpty()) {
        return found;
      }
      request = first.toBuilder().setUnknownFields(pageToken(next)).build();
    }
    throw new GatewayException(Category.UNKNOWN_OUTCOME, "ListEgress: the pages do not end");
  }

  private static ByteString nextPage(ListEgressResponse response) {
    List<ByteString> tokens =
        response.getUnknownFields().getField(NEXT_PAGE_TOKEN).getLengthDelimitedList();
    if (tokens.isEmpty()) {
      return ByteString.EMPTY;
    }
    try {
      TokenPagination next = TokenPagination.parseFrom(tokens.get(0));
      return next.getToken().isEmpty() ? ByteString.EMPTY : tokens.get(0);
    } catch (InvalidProtocolBufferException e) {
      GatewayException unreadable =
          new GatewayException(Category.UNKNOWN_OUTCOME, "ListEgress: unreadable page token");
      unreadable.initCause(e);
      throw unreadable;
    }
  }

  private static UnknownFieldSet pageToken(ByteString token) {
    return UnknownFieldSet.newBuilder()
        .addField(PAGE_TOKEN, UnknownFieldSet.Field.newBuilder().addLengthDelimited(token).build())
        .build();
  }
}
