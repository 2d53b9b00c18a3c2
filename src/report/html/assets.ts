/** What the page is made alive with: the bundle of src/page, which needs no network. */
export type PageAssets = { readonly script: string; readonly style: string };

/**
 * The page may run and look like this text alone, show pictures that it holds itself, and do nothing else: no request,
 * no form, no frame. Source: Content Security Policy Level 3, 2.3.1 (hash-source).
 */
export async function contentPolicy({ script, style }: PageAssets): Promise<string> {
  return [
    "default-src 'none'",
    `script-src '${await hashOf(script)}'`,
    `style-src '${await hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}
