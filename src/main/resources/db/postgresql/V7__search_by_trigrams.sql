-- Search finds a text anywhere in a line: by trigrams, so that it need not read all lines. Where the
-- extension is not installed and may not be, search reads them, and all else is the same.
do $$
begin
  create extension if not exists pg_trgm;
  create index transcript_line_by_text on transcript_line using gin (lower(text) gin_trgm_ops);
exception
  when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    raise warning 'search has no index: %', sqlerrm;
end $$;
