import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  RouterProvider,
  useRouteContext,
  useRouter,
} from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { LoadingBars, RefusedState } from "../ui/page-states.tsx";
import { api, onSessionLost, refusalOf } from "./api.ts";
import { menuItems } from "./menu.ts";
import type { MenuItem } from "./module-menu.ts";
import { loadSession, SessionProvider, sessionChanged, usePermission } from "./session.tsx";
import { Shell } from "./shell.tsx";

function lazyPage(load: MenuItem["load"]): ComponentType {
  return lazy(async () => ({ default: (await load()).Page }));
}

function OpeningPage(props: { readonly page: ComponentType }) {
  return (
    <Suspense fallback={<LoadingBars />}>
      <props.page />
    </Suspense>
  );
}

function GuardedPage(props: { readonly item: MenuItem; readonly page: ComponentType }) {
  const { permission, title } = props.item;
  const allowed = usePermission(permission ?? "catalog.read");
  if (permission && !allowed)
    return (
      <RefusedState
        problem={{
          type: "about:blank",
          title: title.zh,
          status: 403,
          code: "permission.missing",
          detail: `您的角色没有打开「${title.zh}」的权限（${permission}），请联系管理员。`,
        }}
      />
    );
  return <OpeningPage page={props.page} />;
}

function Failed(props: { readonly error: unknown; readonly reset: () => void }) {
  const router = useRouter();
  const again = () => {
    props.reset();
    void router.invalidate();
  };
  return <RefusedState problem={refusalOf(props.error)} onRetry={again} />;
}

const rootRoute = createRootRoute({ component: Outlet, errorComponent: Failed });

/** Everything inside needs a session; without one it is the sign-in page, or first use when there is no company yet. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    const session = await loadSession();
    if (session) return { session };
    const { needed } = await api.call("setup.state");
    if (needed) throw redirect({ to: "/setup" });
    throw redirect({ to: "/login", search: location.href === "/" ? {} : { next: location.href } });
  },
  component: SignedIn,
  errorComponent: Failed,
});

function SignedIn() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return (
    <SessionProvider session={session}>
      <Shell>
        <Outlet />
      </Shell>
    </SessionProvider>
  );
}

function routeOf(item: MenuItem) {
  const page = lazyPage(item.load);
  const { leadsTo } = item;
  if (item.open)
    return createRoute({
      getParentRoute: () => rootRoute,
      path: item.path,
      component: () => <OpeningPage page={page} />,
    });
  return createRoute({
    getParentRoute: () => signedInRoute,
    path: item.path,
    ...(leadsTo
      ? {
          beforeLoad: () => {
            throw redirect({ href: leadsTo(), replace: true });
          },
        }
      : {}),
    component: () => <GuardedPage item={item} page={page} />,
    errorComponent: Failed,
  });
}

const routeTree = rootRoute.addChildren([
  signedInRoute.addChildren(menuItems.filter((item) => !item.open).map(routeOf)),
  ...menuItems.filter((item) => item.open).map(routeOf),
]);

const router = createRouter({
  routeTree,
  defaultPreload: false,
  defaultPendingMs: 150,
  defaultNotFoundComponent: () => (
    <RefusedState
      problem={{
        type: "about:blank",
        title: "",
        status: 404,
        code: "not_found",
        detail: "没有这一页，可能地址抄错了。",
      }}
    />
  ),
});

onSessionLost(() => {
  sessionChanged(null);
  void router.invalidate();
});

export function AppRouter() {
  return <RouterProvider router={router} />;
}
