"""What a city changes without a developer: settings, pick lists, closing days."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models


class ServiceSettings(models.Model):
    """The one row with the service's own facts and terms."""

    name = models.CharField("naam van de dienst", max_length=100, default="OCMW Leuven")
    street = models.CharField(
        "straat en nummer", max_length=200, default="Andreas Vesaliusstraat 47"
    )
    postcode = models.CharField("postcode", max_length=10, default="3000")
    city = models.CharField("gemeente", max_length=100, default="Leuven")
    contact_email = models.EmailField("e-mail", default="ondersteuningvluchtelingen@ocmw-leuven.be")
    contact_phone = models.CharField("telefoon", max_length=40, blank=True)
    coaches_email = models.EmailField(
        "postbus van de coaches",
        default="ondersteuningvluchtelingen@ocmw-leuven.be",
        help_text="Hier komen de berichten over nieuwe en veranderde aanvragen aan.",
    )
    lead_days = models.PositiveSmallIntegerField(
        "dagen op voorhand",
        default=7,
        validators=[MaxValueValidator(60)],
        help_text="Hoeveel kalenderdagen tussen de aanvraag en het eerste mogelijke moment.",
    )
    answer_days = models.PositiveSmallIntegerField(
        "dagen om te antwoorden",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Binnen hoeveel kalenderdagen de coaches antwoorden.",
    )
    useful_answer_working_days = models.PositiveSmallIntegerField(
        "werkdagen voor een nuttig antwoord",
        default=2,
        validators=[MaxValueValidator(10)],
        help_text="Hoeveel werkdagen voor het gesprek een antwoord nog nuttig is.",
    )
    question_working_days = models.PositiveSmallIntegerField(
        "werkdagen om onze vraag te beantwoorden",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Daarna bespreken de coaches de aanvraag verder zonder antwoord.",
    )
    cancel_working_days = models.PositiveSmallIntegerField(
        "werkdagen om te annuleren",
        default=2,
        validators=[MaxValueValidator(20)],
        help_text="Tot hoeveel werkdagen voor het gesprek we vragen om te annuleren. Later kan het"
        " ook nog; het kost nooit iets.",
    )
    reminder_working_days = models.PositiveSmallIntegerField(
        "werkdagen voor een herinnering",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text="Hoeveel werkdagen voor het gesprek de hulpverlener en de CSO een herinnering"
        " krijgen.",
    )
    opens = models.PositiveSmallIntegerField(
        "gewone uren: van", default=8, validators=[MaxValueValidator(23)]
    )
    closes = models.PositiveSmallIntegerField(
        "gewone uren: tot", default=20, validators=[MaxValueValidator(24)]
    )
    postcodes = models.CharField(
        "postcodes van de stad",
        max_length=200,
        default="3000 3001 3010 3012 3018",
        validators=[RegexValidator(r"^\d{4}( \d{4})*$", "Zet postcodes met een spatie ertussen.")],
    )
    interpreter_name = models.CharField(
        "dienst voor sociaal tolken",
        max_length=120,
        default="Sociaal tolken, Agentschap Integratie en Inburgering",
    )
    interpreter_phone = models.CharField("telefoon sociaal tolken", max_length=40, blank=True)
    interpreter_url = models.URLField(
        "website sociaal tolken", default="https://www.integratie-inburgering.be/nl/sociaal-tolken"
    )

    class Meta:
        verbose_name = "instellingen van de dienst"
        verbose_name_plural = "instellingen van de dienst"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="service_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="service_settings_opens_before_closes",
                violation_error_message="De dienst opent voor ze sluit.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PickListItem(models.Model):
    """A line in a list that people choose from."""

    code = models.SlugField("code", primary_key=True, max_length=40)
    name = models.CharField("naam", max_length=100)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    active = models.BooleanField("te kiezen", default=True)

    class Meta:
        abstract = True
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class OrganisationType(PickListItem):
    """Kind of organisation: the eight of the service page and "andere"."""

    class Meta(PickListItem.Meta):
        verbose_name = "soort organisatie"
        verbose_name_plural = "soorten organisaties"


class Language(PickListItem):
    """A language that a CSO can be asked for, and how it is written on a sheet for the client."""

    tag = models.CharField(
        "taalcode",
        max_length=12,
        blank=True,
        default="",
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$",
                "Schrijf een taalcode zoals ar, kmr of fa-AF.",
            )
        ],
        help_text="Volgens BCP 47, zoals ar, kmr of fa-AF. Zo leest een schermlezer de taal goed"
        " voor. Zonder code kan er geen akkoordblad in deze taal zijn.",
    )
    own_name = models.CharField("naam in de taal zelf", max_length=60, blank=True, default="")
    rtl = models.BooleanField("van rechts naar links", default=False)

    class Meta(PickListItem.Meta):
        verbose_name = "taal"
        verbose_name_plural = "talen"


class DeclineReason(PickListItem):
    """Why a request cannot go on, always with a next step (N19)."""

    text = models.TextField(
        "uitleg voor de hulpverlener", max_length=500, help_text="Zonder gegevens van een cliënt."
    )
    next_step = models.TextField("volgende stap", max_length=500)

    class Meta(PickListItem.Meta):
        verbose_name = "reden om te weigeren"
        verbose_name_plural = "redenen om te weigeren"


class ClosingDay(models.Model):
    """A day on which the service is closed, beside weekends and legal holidays."""

    day = models.DateField("dag", unique=True)
    name = models.CharField("reden", max_length=100)

    class Meta:
        verbose_name = "sluitingsdag"
        verbose_name_plural = "sluitingsdagen"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class ReferenceCounter(models.Model):
    """Last number given to a request in a year. References may have gaps, never twins."""

    year = models.PositiveSmallIntegerField("jaar", primary_key=True)
    last = models.PositiveIntegerField("laatste nummer", default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
