import { isValidElement } from "react";
import { matchRoutes, Navigate, type RouteObject } from "react-router";

/** The patterns of the pages below `routes`; what only leads on to another page is none. */
function pagesOf(routes: readonly RouteObject[], above = ""): string[] {
  return routes.flatMap(({ path = "", children, element }) => {
    const pattern = `${above}/${path}`.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
    if (children) return pagesOf(children, pattern);
    return isValidElement(element) && element.type === Navigate ? [] : [pattern];
  });
}

/** The pages that none of the visited paths leads to. */
export function unseenRoutes(routes: RouteObject[], visited: ReadonlySet<string>): string[] {
  const flat = pagesOf(routes).map((path) => ({ path }));
  const seen = new Set([...visited].map((path) => matchRoutes(flat, path)?.[0]?.route.path));
  return flat.map(({ path }) => path).filter((path) => !seen.has(path));
}
