package io.roomscribe.recording;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Sends recordings through a {@link ListenerStream}: Jersey logs two stack traces as SEVERE for
 * each download that is broken off, here and when it closes the body, which is beyond the resource.
 */
@Provider
public class ListenerFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof WavBody) {
      response.setEntityStream(new ListenerStream(response.getEntityStream()));
    }
  }
}
