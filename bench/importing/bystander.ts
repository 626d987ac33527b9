/** Somebody who keeps working while the file goes in: the list, the search, a note of every answer's time. */
export type Bystander = { readonly stop: () => Promise<readonly number[]> };

export function startBystander(url: string, cookie: string): Bystander {
  const paths = ["/api/v1/items?limit=50", "/api/v1/warehouses", "/api/v1/items?search=A0001&limit=20", "/health"];
  const latencies: number[] = [];
  let working = true;
  const work = (async () => {
    for (let turn = 0; working; turn += 1) {
      const began = performance.now();
      const response = await fetch(`${url}${paths[turn % paths.length]}`, { headers: { cookie } });
      await response.text();
      if (!response.ok) throw new Error(`${paths[turn % paths.length]} answered ${response.status}`);
      latencies.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    async stop() {
      working = false;
      await work;
      return latencies;
    },
  };
}
