package io.roomscribe.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells browsers to run nothing but the page's own files, to guess no media type and to let nobody
 * frame the page: what people say in a room is shown in it, and a credential is typed into it.
 *
 * <p>Mapped to everything in web.xml, before the filters by annotation, so that a refusal of the
 * {@link AccessFilter} carries the rules too.
 */
public class BrowserRules extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** The page has an empty data: icon, and reads captions by fetch. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    chain.doFilter(request, response);
  }
}
