"""What a member of staff may be asked to do. Roles add up; a role never implies a compartment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """One line each; what each may do stands in the rules of each room."""

    CLERK = "clerk", _("Hotline clerk")
    REGISTER_OFFICER = "register_officer", _("Register officer")
    VERIFIER = "verifier", _("Verifier")
    SOURCE_HANDLER = "source_handler", _("Source handler")
    PLANNER = "planner", _("Mission planner")
    HEAD = "head", _("Head of office")
    DEPUTY = "deputy", _("Deputy head")
    FIELD_LEAD = "field_lead", _("Field lead")
    RECEPTION_MANAGER = "reception_manager", _("Reception manager")
    NURSE = "nurse", _("Nurse")
    DOCTOR = "doctor", _("Doctor")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    CARE_WORKER = "care_worker", _("Care worker")
    CHILD_PROTECTION = "child_protection", _("Child-protection officer")
    AID_CLERK = "aid_clerk", _("Aid and papers clerk")
    LIAISON = "liaison", _("Family liaison")
    FORENSIC_OFFICER = "forensic_officer", _("Grave and forensic officer")
    DNA_OFFICER = "dna_officer", _("DNA officer")
    GENETICIST = "geneticist", _("Geneticist")
    FIGURES_OFFICER = "figures_officer", _("Figures officer")
    PRESS_OFFICER = "press_officer", _("Press officer")
    DATA_PROTECTION = "data_protection", _("Data-protection officer")
    AUDITOR = "auditor", _("Auditor")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    LEGAL_ADVISER = "legal_adviser", _("Legal adviser")
    PARTNER = "partner", _("Partner organisation")


# Who leads the office: proposes and decides about staff, and keeps keys that nobody else holds yet.
LEADERS = frozenset({Role.HEAD, Role.DEPUTY})
