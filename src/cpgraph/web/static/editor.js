// Turns the plain form of /sparql into an editor (YASGUI). Without script the form works as it is.
"use strict";
(() => {
  const form = document.getElementById("editor");
  if (!form || typeof Yasgui === "undefined") return;
  const host = document.getElementById("yasgui");
  const terms = JSON.parse(host.dataset.terms);
  const prefixes = JSON.parse(host.dataset.prefixes);

  const choose = (yasqe, all, chosen) => {
    yasqe.replaceRange(chosen.text, chosen.from ?? all.from, chosen.to ?? all.to, "complete");
    const prefix = chosen.text.split(":")[0];
    if (!(prefix in yasqe.getPrefixesFromQuery())) yasqe.addPrefixes({ [prefix]: prefixes[prefix] });
  };

  // Completes the terms of our own ontology; the library's own completers would call other hosts. They
  // are taken out of the defaults: a list among the options is merged with those, item by item.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
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
    // The prefix is declared when a term is chosen; sooner, it would move the line and close the list.
    postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, hint: choose })),
  }, true);

  form.hidden = true;
  host.hidden = false; // before it is filled: a hidden editor draws nothing
  const yasgui = new Yasgui(host, {
    requestConfig: { endpoint: new URL("/sparql", location).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
    persistenceId: null,
    autofocus: false,
    yasqe: { value: form.query.value, showQueryButton: true },
  });
  yasgui.getTab().getYasqe().setValue(form.query.value);
})();
