/** A signed-in person's calls; what is refused is an answer, not an error. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
export type Api = {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
};

export function apiOf(url: string, cookie: string): Api {
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, init);
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  return {
    get: (path) => call(path, { headers: { cookie } }),
    post: (path, body) =>
      call(path, {
        method: "POST",
        headers: { "content-type": "application/json", cookie, "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify(body),
      }),
  };
}
/** For what must succeed. */
export function mustBe200({ status, body }: Answer): Answer["body"] {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
