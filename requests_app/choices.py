"""The fixed vocabularies of a request, with the words for staff and for the requester."""

from django.db.models import TextChoices


class State(TextChoices):
    """States of a request, with the staff's word."""

    SUBMITTED = "submitted", "Nieuw"
    IN_REVIEW = "in_review", "In bespreking"
    INFO_NEEDED = "info_needed", "Informatie gevraagd"
    ALTERNATIVE_PROPOSED = "alternative_proposed", "Ander moment voorgesteld"
    ACCEPTED = "accepted", "Aanvaard, CSO zoeken"
    PLANNED = "planned", "Ingepland"
    COMPLETED = "completed", "Afgerond"
    NOT_HELD = "not_held", "Niet doorgegaan"
    DECLINED = "declined", "Geweigerd"
    CANCELLED = "cancelled", "Geannuleerd"
    EXPIRED = "expired", "Vervallen"

    @property
    def requester_label(self) -> str:
        """Return the word that the requester reads."""
        return REQUESTER_LABELS[self]


REQUESTER_LABELS = {
    State.SUBMITTED: "Ontvangen",
    State.IN_REVIEW: "In bespreking bij de coaches",
    State.INFO_NEEDED: "We hebben een vraag voor je",
    State.ALTERNATIVE_PROPOSED: "We stellen een ander moment voor",
    State.ACCEPTED: "Kan doorgaan, we zoeken een CSO",
    State.PLANNED: "Ingepland",
    State.COMPLETED: "Afgerond",
    State.NOT_HELD: "Niet doorgegaan",
    State.DECLINED: "Kan niet doorgaan",
    State.CANCELLED: "Geannuleerd",
    State.EXPIRED: "Vervallen",
}


class Action(TextChoices):
    """What can be done to a request."""

    SUBMIT = "submit", "Ingediend"
    TAKE = "take", "Opgenomen"
    ASK_INFO = "ask_info", "Informatie gevraagd"
    ANSWER_INFO = "answer_info", "Vraag beantwoord"
    RESUME = "resume", "Verder besproken zonder antwoord"
    PROPOSE = "propose", "Ander moment voorgesteld"
    CHOOSE_MOMENT = "choose_moment", "Moment gekozen"
    OTHER_SUPPORTER = "other_supporter", "Andere CSO gevraagd"
    CHOOSE_HELD_MOMENT = "choose_held_moment", "Moment gekozen en ingepland"
    SUGGEST_MOMENT = "suggest_moment", "Eigen moment voorgesteld"
    EXPIRE = "expire", "Vervallen"
    ACCEPT = "accept", "Aanvaard"
    PLAN = "plan", "Ingepland"
    RELEASE = "release", "CSO valt weg"
    MOVE = "move", "Verplaatst"
    COMPLETE = "complete", "Gesprek geregistreerd"
    RECORD_NOT_HELD = "record_not_held", "Niet doorgegaan"
    DECLINE = "decline", "Geweigerd"
    CANCEL = "cancel", "Geannuleerd"
    WITHDRAW_CONSENT = "withdraw_consent", "Akkoord van de cliënt ingetrokken"
    CORRECT_TO_HELD = "correct_to_held", "Verbeterd: gesprek ging door"
    CORRECT_TO_NOT_HELD = "correct_to_not_held", "Verbeterd: ging niet door"


class ActorKind(TextChoices):
    """Who acted."""

    REQUESTER = "requester", "hulpverlener"
    STAFF = "staff", "OCMW"
    SUPPORTER = "supporter", "CSO"
    SYSTEM = "system", "automatisch"


class Task(TextChoices):
    """What a CSO is asked for: the six tasks of the service page."""

    CONSULT_MOTHER_TONGUE = "consult_mother_tongue", "Een gesprek in de moedertaal"
    EXPLAIN_DIFFERENCES = "explain_differences", "Culturele en religieuze verschillen uitleggen"
    HOME_VISIT = "home_visit", "Meegaan op huisbezoek"
    INFORM_CLIENT = "inform_client", "De cliënt informatie geven"
    CASE_ADVICE = "case_advice", "Een vraag vooraf bespreken met jou"
    ACTIVITY = "activity", "Een infosessie, actie of project mee begeleiden"


class LocationKind(TextChoices):
    """Where the talk takes place."""

    ORGANISATION = "organisation", "Bij jouw organisatie"
    HOME = "home", "Bij de cliënt thuis (huisbezoek)"
    OCMW = "ocmw", "Bij het OCMW"
    ONLINE = "online", "Online"


class Channel(TextChoices):
    """How a request came in."""

    WEB = "web", "portaal"
    PHONE = "phone", "telefoon"
    MAIL = "mail", "e-mail"


class ConsentGiver(TextChoices):
    """Who gave the agreement."""

    CLIENT = "client", "De cliënt zelf"
    PARENT = "parent", "Een ouder of voogd"
    ADMINISTRATOR = "administrator", "Een bewindvoerder"

    @property
    def in_full(self) -> str:
        """Return who gave the agreement, and on behalf of whom."""
        return str(self.label) if self is self.CLIENT else f"{self.label}, namens de cliënt"


class ConsentForm(TextChoices):
    """How the agreement was given."""

    ORAL = "oral", "Mondeling"
    WRITTEN = "written", "Schriftelijk"


class Gender(TextChoices):
    """Gender of the client, where it matters for the talk."""

    FEMALE = "f", "Vrouw"
    MALE = "m", "Man"
    OTHER = "x", "Anders"


class SupporterGender(TextChoices):
    """Gender of the CSO that the client prefers; no reason is asked."""

    FEMALE = "f", "Een vrouw"
    MALE = "m", "Een man"


class Rhythm(TextChoices):
    """How often, when more talks are wished (F13)."""

    WEEKLY = "weekly", "Elke week"
    FORTNIGHTLY = "fortnightly", "Om de twee weken"
    MONTHLY = "monthly", "Elke maand"


class Theme(TextChoices):
    """Themes of an activity: those of the service page."""

    WELFARE = "welfare", "Welzijn"
    HEALTH = "health", "Gezondheid"
    EDUCATION = "education", "Onderwijs"
    OTHER = "other", "Een ander thema"


class ActivityKind(TextChoices):
    """What kind of activity."""

    INFO_SESSION = "info_session", "Infosessie"
    ACTION = "action", "Actie"
    PROJECT = "project", "Project"


class ConsentPurpose(TextChoices):
    """What an agreement is for; each purpose has its own tick (WP259)."""

    REQUEST = "request", "Deze aanvraag"
    LEARNING = "learning", "Anoniem leren uit het gesprek"


# What the sheet for the client prints beside its lines, in Dutch and in the client's language.
SHEET_WORDS = {
    "stop": "Je mag op elk moment stoppen. Zeg het aan je hulpverlener, of contacteer het OCMW:",
    "number": "Nummer van de aanvraag",
    "date": "Datum",
    "signature": "Handtekening",
    "worker": "Naam van de hulpverlener",
    "yes": "Ja",
    "no": "Nee",
}


class Helped(TextChoices):
    """Answer to "did the talk help"."""

    YES = "yes", "Ja"
    PARTLY = "partly", "Een beetje"
    NO = "no", "Nee"


class TextPlace(TextChoices):
    """Places on the site whose words the service writes itself."""

    HOME_INTRO = "home_intro", "Startpagina: inleiding"
    HOME_WHAT = "home_what", "Startpagina: wat doet een CSO?"
    HOME_STEPS = "home_steps", "Startpagina: zo vraag je een CSO"
    HOME_AFTER = "home_after", "Startpagina: wat gebeurt er daarna?"
    HOME_ACTIVITY = "home_activity", "Startpagina: infosessie of activiteit"
    PRIVACY = "privacy", "Privacyverklaring"
    ACCESSIBILITY = "accessibility", "Toegankelijkheidsverklaring"
