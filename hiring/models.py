"""The tables of this app, gathered from its feature folders."""

from hiring.desk.models import Override, RoleText
from hiring.pipeline.models import Application, ApplicationNote, ClosingReason, StageChange
from hiring.roles.models import (
    Competency,
    ProfileCompetency,
    Requirement,
    Role,
    RoleCompetency,
    RoleMember,
    RoleProfile,
    Stage,
    StageTemplate,
    TemplateStage,
)
from hiring.teams.models import Team

__all__ = [
    "Application",
    "ApplicationNote",
    "ClosingReason",
    "Competency",
    "Override",
    "ProfileCompetency",
    "Requirement",
    "Role",
    "RoleCompetency",
    "RoleMember",
    "RoleProfile",
    "RoleText",
    "Stage",
    "StageChange",
    "StageTemplate",
    "Team",
    "TemplateStage",
]
