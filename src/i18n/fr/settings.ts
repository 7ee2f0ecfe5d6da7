export default {
  thresholds: "Seuils du runbook",
  about:
    "Un seuil modifié vaut aussitôt, sur l’accueil comme pour les alertes qui le suivent. Chaque changement garde son motif.",
  read_only: "Votre rôle peut lire les seuils, pas les modifier.",
  history: "Changements au journal",
  failed: "Les seuils n’ont pas pu être lus",
  job: "Seuil : %{threshold}. Il ne se règle pas : l’import a réussi à l’heure due, ou non.",
  bound: { min: "Au moins", max: "Au plus" },
  window: "Mesuré sur",
  field_of: "%{label}, %{name}",
  usual: "Par défaut %{value}",
  restore: "Rétablir",
  restore_of: "Rétablir %{label}, %{name}",
  reason_of: "Motif, %{name}",
  refused: {
    threshold: "Un nombre à deux décimales au plus : 0 à 100 %, ou 0 à 60 000 ms.",
    window_hours: "Un nombre entier d’heures, de 1 à 2 160.",
  },
  save: "Enregistrer : %{threshold} sur %{window}",
};
