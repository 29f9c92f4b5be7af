// Turns the plain form of /sparql into an editor (YASGUI). Without script the form works as it is.
"use strict";
(() => {
  const form = document.getElementById("editor");
  if (!form || typeof Yasgui === "undefined") return;
  const host = document.getElementById("yasgui");
  const terms = JSON.parse(host.dataset.terms);
  const prefixes = JSON.parse(host.dataset.prefixes);

  // Completes the terms of our own ontology; the library's own completers would call other hosts.
  Yasgui.Yasqe.registerAutocompleter({
    name: "cpgraph",
    bulk: true,
    autoShow: false,
    persistenceId: null,
    get: () => Promise.resolve(terms),
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      return !/^["'#?$]/.test(token.string) && token.type !== "comment";
    },
    postProcessSuggestion: (yasqe, token, suggestion) => {
      const prefix = suggestion.split(":")[0];
      if (!(prefix in yasqe.getPrefixesFromQuery())) yasqe.addPrefixes({ [prefix]: prefixes[prefix] });
      return suggestion;
    },
  }, true);

  form.hidden = true;
  host.hidden = false; // before it is filled: a hidden editor draws nothing
  const yasgui = new Yasgui(host, {
    requestConfig: { endpoint: new URL("/sparql", location).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
    persistenceId: null,
    autofocus: false,
    yasqe: { autocompleters: ["cpgraph", "variables"], value: form.query.value, showQueryButton: true },
  });
  yasgui.getTab().getYasqe().setValue(form.query.value);
})();
