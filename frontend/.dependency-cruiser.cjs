/** Import directions (DESIGN.md): app > pages > features > components, lib, api; no feature imports another. */
const never = (name, from, to) => ({ name, severity: "error", from, to });
const SHARED = "^src/(components|lib|api)/";

module.exports = {
  forbidden: [
    never("shared-imports-upward", { path: SHARED }, { path: "^src/(app|pages|features)/" }),
    never("feature-imports-upward", { path: "^src/features/" }, { path: "^src/(app|pages)/" }),
    never("page-imports-app", { path: "^src/pages/" }, { path: "^src/app/" }),
    never(
      "feature-imports-feature",
      { path: "^src/features/([^/]+)/" },
      { path: "^src/features/", pathNot: "^src/features/$1/" },
    ),
    never("lib-or-api-imports-components", { path: "^src/(lib|api)/" }, { path: "^src/components/" }),
    never("lib-imports-api", { path: "^src/lib/" }, { path: "^src/api/" }),
    never(
      "generated-client-behind-api",
      { pathNot: ["^src/api/", "^src/testing/"] },
      { path: "^src/api/generated/" },
    ),
    never(
      "product-imports-testing",
      { pathNot: ["^src/testing/", "[.]test[.]tsx?$"] },
      { path: "^src/testing/" },
    ),
    never("cycle", { pathNot: "^src/api/generated/" }, { circular: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.app.json" },
  },
};
