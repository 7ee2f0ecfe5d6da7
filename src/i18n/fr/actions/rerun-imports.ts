export default {
  title: "Relancer un import",
  hint: "Essai à blanc, puis import réel",
  explanation:
    "L’app fait d’abord un essai à blanc : l’aperçu montre ce que l’import apporterait. L’exécution importe ensuite, une intégration après l’autre. Ce qui est déjà importé n’est ni refait ni doublé.",
  reach: {
    label: "Portée",
    one: "Cette intégration",
    customer: "Un client",
    this_customer: "Ce client",
    failed: "Ce qui manque",
    everyone: "Tout le monde",
    all: "Toutes",
  },
  whose: {
    one: "%{who}",
    customer: "toutes les intégrations de %{who}",
    failed: "ce qui n’est pas importé",
    failed_of: "ce qui n’est pas importé de %{provider}",
    everyone: "tout le monde",
    everyone_of: "tous les comptes %{provider}",
  },
  sentence: "Importer %{month}, %{whose}",
  parameters: "%{month}, %{whose}",
  running: "Import en cours…",
  outcome: "%{month} est importé : %{whose}.",
  done: "Import relancé",
  next: {
    title: "Regarder les imports du mois",
    body: "Le journal dit ce que chaque import a donné, et ce qui manque encore.",
    label: "Voir les imports",
  },
  remedy: {
    expired: "Voir les jetons expirés",
    reconnect: "Voir les comptes à reconnecter",
  },
  field: {
    import_status: "Import du mois",
    revenue_cents: "Chiffre d’affaires",
    rows_imported: "Lignes",
  },
  value: { not_imported: "Pas importé" },
  proof: {
    import_status: { title: "Import du mois", where: "Journal des imports, relu" },
    revenue_cents: {
      title: "Chiffre d’affaires importé",
      where: "Journal des imports, comparé à l’essai à blanc",
    },
  },
  warning: {
    failed_token_expired: {
      title:
        "Jeton expiré : %{count} intégration sera laissée de côté. |||| Jeton expiré : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Rafraîchissez le jeton, puis relancez.",
    },
    failed_reconnect: {
      title:
        "Accès révoqué : %{count} intégration sera laissée de côté. |||| Accès révoqué : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Seul le client peut reconnecter son compte.",
    },
    failed_rate_limited: {
      title:
        "Trop de requêtes chez la source : %{count} intégration sera laissée de côté. |||| Trop de requêtes chez la source : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Relancez dans quelques minutes.",
    },
    failed_provider_down: {
      title:
        "Source sans réponse : %{count} intégration sera laissée de côté. |||| Source sans réponse : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Relancez quand la source répond.",
    },
    failed_unreadable: {
      title:
        "Réponse illisible de la source : %{count} intégration sera laissée de côté. |||| Réponse illisible de la source : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Si cela dure, c’est à l’app d’être corrigée.",
    },
    failed_other: {
      title:
        "Essai à blanc en échec : %{count} intégration sera laissée de côté. |||| Essai à blanc en échec : %{count} intégrations seront laissées de côté.",
      body: "%{who}. Le texte de l’erreur est dans le journal des imports.",
    },
    not_in_dry_run: {
      title:
        "L’app n’a rien dit de %{count} intégration : elle sera laissée de côté. |||| L’app n’a rien dit de %{count} intégrations : elles seront laissées de côté.",
      body: "%{who}.",
    },
    already_imported: {
      title: "Tout est déjà importé.",
      body: "Une nouvelle exécution ne change rien : le chiffre d’affaires reste le même.",
    },
  },
  blocker: {
    failed_token_expired:
      "Jeton expiré : rien ne peut être importé avant qu’il soit rafraîchi (%{who}).",
    failed_reconnect:
      "Accès révoqué : le client doit reconnecter son compte avant tout import (%{who}).",
    failed_rate_limited: "La source refuse : trop de requêtes. Attendez quelques minutes.",
    failed_provider_down: "La source ne répond pas : rien ne peut être importé pour l’instant.",
    failed_unreadable: "La source répond quelque chose d’illisible : rien ne peut être importé.",
    failed_other: "L’essai à blanc a échoué : rien ne peut être importé.",
    nothing_failed: "Rien ne manque : tout est importé pour ce mois.",
    no_integration: "Ce client n’avait relié aucun compte à la fin de ce mois.",
    nobody_connected: "Personne n’avait relié de compte à la fin de ce mois.",
    too_many: "Plus de %{most} intégrations : choisissez une source, un client, ou ce qui manque.",
    already_running: "Cet import est déjà en cours.",
  },
  item: {
    imported: "Importé, %{revenue_cents}",
    already_imported: "Déjà importé, %{revenue_cents}",
    no_sales: "Aucune vente ce mois-ci",
    not_in_dry_run: "Laissé de côté : l’app n’en a rien dit",
    dry_run_failed: "Laissé de côté : %{error}",
    dry_run_changed: "Pas importé : l’essai à blanc dit autre chose qu’à l’aperçu",
    import_failed: "Échec de l’import : %{error}",
  },
  advice: {
    dry_run_changed: "Refaites l’aperçu : ce que l’import apporterait a changé depuis.",
    import_failed:
      "Rien n’a été importé. Réglez la cause, par exemple en rafraîchissant le jeton, puis relancez.",
    vendor_broken: "Rien n’a été importé. Reprenez l’échec quand l’app répond.",
  },
  issue: {
    month: "De janvier 2020 au mois en cours.",
    user_id: "Choisissez le client.",
  },
};
