export default {
  plan: { free: "Free", pro: "Pro", premium: "Premium" },
  plan_source: { default: "Défaut", grant: "Octroi", subscription: "Stripe" },
  quota: {
    unlimited: "Sans limite",
    used: "%{used} / %{limit}",
    used_label: "%{used} simulations sur %{limit} ce mois-ci",
  },
  stale: {
    title: "Données de %{time}",
    detail: ", le serveur ne répond plus",
  },
  error: {
    title: "La liste n’a pas pu être lue",
    page_title: "La page n’a pas pu être lue",
    status: "Le serveur répond %{status}. Rien n’a été modifié.",
    network: "Le serveur ne répond pas. Rien n’a été modifié.",
    forbidden: "Votre rôle n’ouvre pas ces données. Rien n’a été modifié.",
    request: "Demande %{id}.",
    gone_title: "Introuvable",
    gone: "Cet élément n’existe pas ou n’existe plus.",
  },
  template: {
    welcome: "Bienvenue",
    monthly_recap: "Récap mensuel",
    receipt: "Reçu de paiement",
    payment_failed: "Paiement échoué",
    trial_started: "Début d’essai",
    cancellation: "Résiliation",
    quota_reached: "Quota atteint",
    integration_expired: "Jeton expiré",
    test: "Test d’envoi",
  },
  provider: {
    stripe: "Stripe",
    shopify: "Shopify",
  },
};
