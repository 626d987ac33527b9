export type Route = { readonly method: string; readonly path: string; readonly permission?: string };
export const route = (definition: Route): Route => definition;
