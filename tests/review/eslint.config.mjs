// The scripts of the page are joined into one function: what one declares the others use.
export default [
  {
    files: ["**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: Object.fromEntries(["document", "window", "localStorage", "URL", "Blob", "setTimeout", "PerformanceObserver", "Response", "DecompressionStream", "atob"].map((name) => [name, "readonly"])),
    },
    rules: {
      "no-undef": "error", "no-unused-vars": "error", "no-use-before-define": ["error", { functions: false, variables: false }],
      "eqeqeq": "error", "no-eval": "error", "no-implied-eval": "error", "no-new-func": "error", "no-var": "error", "prefer-const": "error",
      "no-unreachable": "error", "no-dupe-keys": "error", "no-self-compare": "error", "no-shadow-restricted-names": "error", "curly": "error",
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }, { property: "insertAdjacentHTML" }],
    },
  },
];
